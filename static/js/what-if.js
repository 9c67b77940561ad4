// Tries out the years to come: slider and number field are one, the server computes, the answer stands in a live region and
// as a line in the chart. Without this script the form does the same by loading the page again. Nothing is stored.
(() => {
  'use strict';

  const form = document.querySelector('.what-if-form');
  const answer = document.getElementById('what-if-answer');
  if (!form || !answer) {
    return;
  }
  const WAIT = 180; // milliseconds after the last movement
  const slider = document.getElementById('what-if-slider');
  const field = document.getElementById('what-if-pace');
  let timer = 0;
  let asking = null;

  slider.hidden = false;
  form.querySelector('button[type="submit"]').hidden = true;
  place();

  // The number field may go beyond the slider; the slider then stands at its end.
  function place() {
    const value = Number(field.value.replace('−', '-').replace('%', ''));
    if (Number.isFinite(value)) {
      slider.value = value;
    }
    slider.setAttribute('aria-valuetext', `${field.value} ${field.nextElementSibling.textContent}`);
  }

  function say(sentence) {
    const line = document.createElement('p');
    line.className = 'what-if-error';
    line.textContent = sentence;
    answer.replaceChildren(line);
    field.setAttribute('aria-invalid', 'true');
    draw({ x: [], y: [], customdata: [] });
  }

  // The chart takes a new figure by an event; its script element is kept alike for a chart that is not drawn yet.
  function draw(points) {
    const script = document.getElementById(`${form.dataset.chart}-figure`);
    const chart = document.getElementById(`${form.dataset.chart}-chart`);
    if (!script || !chart) {
      return;
    }
    const figure = JSON.parse(script.textContent);
    const trace = figure.data.find((one) => one.meta === 'trial');
    if (trace) {
      Object.assign(trace, points, { showlegend: points.x.length > 0 });
      script.textContent = JSON.stringify(figure);
      chart.dispatchEvent(new CustomEvent('figure', { detail: figure }));
    }
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const query = new URLSearchParams({ year: form.dataset.year, pace: field.value });
    const asOf = new URLSearchParams(window.location.search).get('as_of'); // a replay stays one
    if (asOf) {
      query.set('as_of', asOf);
    }
    answer.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(`${form.dataset.address}?${query}`, {
        signal: mine.signal,
        headers: { Accept: 'application/json' },
      });
      const said = await response.json();
      if (!response.ok) {
        say(said.error || form.dataset.failed);
        return;
      }
      field.removeAttribute('aria-invalid');
      answer.replaceChildren(...new DOMParser().parseFromString(said.html, 'text/html').body.childNodes);
      draw(said.points);
    } catch (error) {
      if (error.name !== 'AbortError') {
        say(form.dataset.failed);
      }
    } finally {
      if (asking === mine) {
        answer.removeAttribute('aria-busy');
      }
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  slider.addEventListener('input', () => {
    field.value = slider.value;
    place();
    soon();
  });
  field.addEventListener('input', () => {
    place();
    soon();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  form.querySelectorAll('[data-pace]').forEach((link) => {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      field.value = link.dataset.pace;
      place();
      ask();
    });
  });
})();
