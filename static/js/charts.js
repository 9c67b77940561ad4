// Draws every figure of a page (templates/dashboards/_chart.html): <div class="chart" id="…-chart" data-figure="ID"> and
// <script type="application/json" id="ID">. The numbers stand in a table of the same page; where this script does not run,
// nothing is lost. A script that has a new figure for an element sends it the event "figure" with the figure as detail.
(() => {
  'use strict';

  const NARROW = 560;
  // The saved picture: pixels of the page, twice as many in the file.
  const PICTURE = { width: 1000, scale: 2, edge: 18, title: 17, note: 12 };
  // What a sheet of A4 leaves for a page, in pixels, and how wide a page must be to stand on it in its columns.
  const SHEET = { width: 1030, columns: 900 };

  // A narrow page keeps the share beside each bar and drops what the table repeats; what else changes, the figure says.
  function fitted(layout, width) {
    const asides = (layout.annotations || []).some((note) => note.name === 'aside');
    const changes = Object.entries((layout.meta && layout.meta.narrow) || {});
    if (width >= NARROW || !(asides || changes.length)) {
      return layout;
    }
    const fit = structuredClone(layout);
    if (asides) {
      fit.annotations = fit.annotations.filter((note) => note.name !== 'aside');
      fit.margin.r = 58;
      fit.yaxis.tickfont.size = 12;
    }
    for (const [path, value] of changes) {
      const keys = path.split('.');
      const last = keys.pop();
      keys.reduce((part, key) => (part[key] ??= {}), fit)[last] = value;
    }
    return fit;
  }

  // --- the picture to take along: title above the chart, source and date below it -----------------------------------
  function lines(context, text, width) {
    const found = [];
    let line = '';
    for (const letter of text.replace(/\s+/g, ' ').trim()) {
      if (line && context.measureText(line + letter).width > width && !/[，。；：、）”！]/u.test(letter)) {
        found.push(line);
        line = '';
      }
      line += letter;
    }
    return line ? [...found, line] : found;
  }

  async function picture(element, figure) {
    const { width, scale, edge } = PICTURE;
    const { font, height, paper_bgcolor: ground } = figure.layout;
    const layout = { ...structuredClone(figure.layout), width, autosize: false };
    const image = new Image();
    image.src = await window.Plotly.toImage({ data: figure.data, layout }, { format: 'png', scale, width, height });
    await image.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    const type = (size, weight) => `${weight} ${size}px ${font.family}`;
    context.font = type(PICTURE.title, 600);
    const title = lines(context, element.dataset.title, width - 2 * edge);
    context.font = type(PICTURE.note, 400);
    const said = element.closest('figure').querySelector('figcaption').textContent;
    const note = lines(context, said, width - 2 * edge);
    const above = edge + title.length * PICTURE.title * 1.4 + 4;
    const below = note.length * PICTURE.note * 1.5 + 2 * edge - 6;
    canvas.width = width * scale;
    canvas.height = Math.round((above + height + below) * scale);
    context.scale(scale, scale);
    context.fillStyle = ground;
    context.fillRect(0, 0, width, canvas.height);
    context.drawImage(image, 0, above, width, height);
    context.textBaseline = 'top';
    const write = (rows, top, size, weight, colour) => {
      context.font = type(size, weight);
      context.fillStyle = colour;
      rows.forEach((row, number) => context.fillText(row, edge, top + number * size * (weight > 400 ? 1.4 : 1.5)));
    };
    write(title, edge, PICTURE.title, 600, font.color);
    write(note, above + height + edge - 6, PICTURE.note, 400, font.color);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
    });
  }

  async function save(element, figure) {
    const address = URL.createObjectURL(await picture(element, figure));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${figure.layout.meta.file.replace(/[\\/:*?"<>|]/g, '-')}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  // --- on the page ------------------------------------------------------------------------------------------------------
  async function draw(element) {
    let figure = JSON.parse(document.getElementById(element.dataset.figure).textContent);
    const button = document.querySelector(`[data-saves="${element.id}"]`);
    const words = button ? button.textContent : '';
    const keep = async () => {
      try {
        await save(element, figure);
        if (button) button.textContent = words;
      } catch {
        if (button) button.textContent = button.dataset.failed;
      }
    };
    const config = {
      responsive: true,
      displaylogo: false,
      plotlyServerURL: '',
      locale: document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US',
      // nothing that zooms by mistake or sends figures away
      modeBarButtons: [[{ name: 'save', title: element.dataset.save, icon: window.Plotly.Icons.camera, click: keep }]],
    };
    const layout = (width) => ({ ...fitted(figure.layout, width), autosize: true });
    element.replaceChildren();
    await window.Plotly.newPlot(element, figure.data, layout(element.clientWidth), config);
    element.dataset.drawn = 'true';
    if (button) {
      button.hidden = false;
      button.addEventListener('click', keep);
    }

    let narrow = element.clientWidth < NARROW;
    const redraw = () => window.Plotly.react(element, figure.data, layout(element.clientWidth), config);
    new ResizeObserver(() => {
      if (element.clientWidth && element.clientWidth < NARROW !== narrow) {
        narrow = !narrow;
        redraw();
      }
    }).observe(element);
    element.addEventListener('figure', (event) => {
      figure = event.detail;
      redraw();
    });
    window.addEventListener('beforeprint', () => toSheet(element, figure));
    window.addEventListener('afterprint', () => {
      element.querySelectorAll('svg.main-svg').forEach((svg) => svg.removeAttribute('viewBox'));
      redraw();
    });
  }

  // Drawn for the width of the sheet, then left to stretch with it: the browser lays the sheet out after this.
  function toSheet(element, figure) {
    const page = element.closest('main, body').clientWidth;
    const share = page < SHEET.columns ? 1 : Math.min(1, element.clientWidth / (page - 64));
    const width = Math.round(SHEET.width * share);
    const layout = { ...fitted(figure.layout, width), autosize: false, width };
    window.Plotly.react(element, figure.data, layout, { staticPlot: true });
    element.querySelectorAll('svg.main-svg').forEach((svg) => {
      svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
    });
  }

  // What is in sight first, the rest when the page has time; without scrolling everything gets drawn, for print too.
  function start() {
    const all = [...document.querySelectorAll('.chart[data-figure]')];
    const seen = (element) => element.getBoundingClientRect().top < window.innerHeight;
    const idle = window.requestIdleCallback || ((call) => setTimeout(call, 50));
    const rest = all.filter((element) => !seen(element));
    all.filter(seen).forEach(draw);
    const next = () => {
      const element = rest.shift();
      if (element) {
        draw(element).finally(() => idle(next, { timeout: 300 }));
      }
    };
    idle(next, { timeout: 300 });
  }

  if (window.Plotly) {
    start();
  }
})();
