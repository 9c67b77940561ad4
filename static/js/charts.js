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

  function lines(text, width) {
    const words = text.replace(/\s+/g, ' ').trim();
    return (words.match(new RegExp(`.{1,${width}}`, 'gu')) || []).join('<br>').replace(/<(?!br>)/g, '&lt;');
  }

  // The saved picture stands alone: what it shows above it, its source and date below it.
  function saved(figure, element) {
    const layout = structuredClone(figure.layout);
    const width = 1000;
    const note = lines(element.closest('figure').querySelector('figcaption').textContent, 76);
    const deep = 40 + 17 * (note.split('<br>').length + 1);
    layout.margin.t += 34;
    layout.height += 34 + deep;
    layout.margin.b += deep;
    const text = { xref: 'paper', yref: 'paper', x: 0, xanchor: 'left', align: 'left', showarrow: false };
    layout.annotations = [
      ...(layout.annotations || []),
      { ...text, y: 1, yanchor: 'bottom', yshift: layout.margin.t - 34, text: lines(element.dataset.title, 60), font: { size: 15, weight: 600 } },
      { ...text, y: 0, yanchor: 'top', yshift: -36, text: note, font: { size: 11 } },
    ];
    layout.width = width;
    return { data: figure.data, layout };
  }

  async function draw(element) {
    const figure = JSON.parse(document.getElementById(element.dataset.figure).textContent);
    const save = {
      name: 'save',
      title: element.dataset.save,
      icon: window.Plotly.Icons.camera,
      click: () => {
        const picture = saved(figure, element);
        const { width, height } = picture.layout;
        const options = { format: 'png', scale: 2, width, height, filename: figure.layout.meta.file };
        return window.Plotly.downloadImage(picture, options);
      },
    };
    const config = {
      responsive: true,
      displaylogo: false,
      plotlyServerURL: '',
      locale: document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US',
      modeBarButtons: [[save]], // nothing that zooms by mistake or sends figures away
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
