// Draws every figure of a page: <div class="chart" id="…-chart" data-figure="ID"> and <script type="application/json" id="ID">.
// The numbers stand in a table of the same page; where this script does not run, nothing is lost.
(() => {
  'use strict';

  const NARROW = 560;

  // A narrow page keeps the share beside each bar and drops what the table repeats.
  function fitted(layout, width) {
    const asides = (layout.annotations || []).filter((note) => note.name === 'aside');
    if (!asides.length || width >= NARROW) {
      return layout;
    }
    const fit = structuredClone(layout);
    fit.annotations = fit.annotations.filter((note) => note.name !== 'aside');
    fit.margin.r = 58;
    fit.yaxis.tickfont.size = 12;
    return fit;
  }

  async function draw(element) {
    const figure = JSON.parse(document.getElementById(element.dataset.figure).textContent);
    const config = {
      responsive: true,
      displaylogo: false,
      plotlyServerURL: '',
      locale: document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US',
      modeBarButtons: [['toImage']], // saving as PNG; nothing that zooms by mistake or sends figures away
      toImageButtonOptions: { format: 'png', scale: 2, filename: figure.layout.meta.file },
    };
    const layout = () => ({ ...fitted(figure.layout, element.clientWidth), autosize: true });
    element.replaceChildren();
    await window.Plotly.newPlot(element, figure.data, layout(), config);
    element.dataset.drawn = 'true';

    let narrow = element.clientWidth < NARROW;
    const refit = () => {
      const now = element.clientWidth < NARROW;
      if (now !== narrow) {
        narrow = now;
        window.Plotly.react(element, figure.data, layout(), config);
      }
    };
    new ResizeObserver(refit).observe(element);
    window.addEventListener('beforeprint', () => window.Plotly.Plots.resize(element));
    window.addEventListener('afterprint', () => window.Plotly.Plots.resize(element));
  }

  if (window.Plotly) {
    document.querySelectorAll('.chart[data-figure]').forEach(draw);
  }
})();
