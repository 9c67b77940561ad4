// The part of Plotly that our figures use: scatter (always in core), bar, pie, heatmap, indicator, and the Chinese words.
// No geo subplot: it would fetch a world map from another host.
'use strict';

const Plotly = require('plotly.js/lib/core');

Plotly.register([
  require('plotly.js/lib/bar'),
  require('plotly.js/lib/pie'),
  require('plotly.js/lib/heatmap'),
  require('plotly.js/lib/indicator'),
  require('plotly.js/lib/locales/zh-cn'),
]);

Plotly.setPlotConfig({
  locale: document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US',
  plotlyServerURL: '', // figures are never uploaded anywhere
  displaylogo: false,
  responsive: true,
  modeBarButtonsToRemove: ['sendChartToCloud', 'lasso2d', 'select2d', 'autoScale2d'],
});

module.exports = Plotly;
