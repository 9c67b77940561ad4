// A wall display: shows one slide after the other, asks the server every minute for newer ones, and says when it cannot.
// It must survive nights, restarts and upgrades untouched, and hold no more memory in the morning than in the evening.
const ASK_EVERY = 60_000; // an unchanged screen costs a short answer without a body
const LONGEST_WAIT = 60_000; // after failures: soon back when the server is
const GIVE_UP_AFTER = 20_000; // one request
const STALE_AFTER = 120_000; // figures without a sign of life from the server for so long are marked
const NIGHT = [3, 4]; // the hours, of the server's clock, in which the page is loaded anew, once
const PAGE_AGE = 6 * 3_600_000; // and only when it is at least so old

const { body } = document;
const find = (id) => document.getElementById(id);
const words = JSON.parse(find('words').textContent);
const box = find('slides');
const still = { at: 0, paused: false, timer: 0 };
const talk = { tag: body.dataset.tag, served: body.dataset.served, last: performance.now(), failures: 0, timer: 0 };
const began = performance.now();
let request = null;

// --- slides ----------------------------------------------------------------------------------------------------------
const slides = () => box.querySelectorAll('.slide');

function show(at) {
  const all = slides();
  still.at = all.length ? (at + all.length) % all.length : 0;
  all.forEach((slide, index) => { slide.hidden = index !== still.at; });
  find('place').textContent = all.length > 1 ? `${still.at + 1} / ${all.length}` : '';
  body.dataset.slide = String(still.at);
}

function plan() {
  clearTimeout(still.timer);
  if (!still.paused) {
    still.timer = setTimeout(() => { show(still.at + 1); plan(); }, Number(body.dataset.seconds) * 1000);
  }
}

function step(by) {
  show(still.at + by);
  plan(); // the whole time for what somebody chose
}

function pause() {
  still.paused = !still.paused;
  const button = find('pause');
  button.setAttribute('aria-pressed', String(still.paused));
  button.textContent = still.paused ? words.go : words.pause;
  body.classList.toggle('paused', still.paused);
  plan();
}

// --- server ----------------------------------------------------------------------------------------------------------
const clockOf = (served) => served.slice(11, 16);

function heard(answer) {
  talk.failures = 0;
  talk.last = performance.now();
  talk.served = answer.headers.get('X-Served-At') || talk.served;
  find('clock').textContent = clockOf(talk.served);
}

function tell() {
  const stale = performance.now() - talk.last > STALE_AFTER;
  const text = talk.closed ? words.closed : words.lost.replace('{time}', clockOf(talk.served));
  find('lost').hidden = !(stale || talk.closed);
  if (find('lost').textContent !== text) {
    find('lost').textContent = text;
  }
  body.classList.toggle('stale', stale || Boolean(talk.closed));
}

function put(html) {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  box.replaceChildren(fresh.content); // what stood there is let go as a whole
  show(Math.min(still.at, Math.max(0, slides().length - 1)));
}

// Loaded anew for new scripts and styles, and once a night; only right after the server has answered.
function due(answer) {
  if ((answer.headers.get('X-Assets') || body.dataset.assets) !== body.dataset.assets) {
    return true;
  }
  return NIGHT.includes(Number(talk.served.slice(11, 13))) && performance.now() - began > PAGE_AGE;
}

async function ask() {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), GIVE_UP_AFTER);
  request = stop;
  try {
    const address = new URL(window.location.href);
    address.searchParams.set('part', 'slides');
    const headers = { 'X-Unattended': '1', ...(talk.tag ? { 'If-None-Match': talk.tag } : {}) };
    const answer = await fetch(address, { headers, cache: 'no-store', redirect: 'error', signal: stop.signal });
    if (answer.status === 403) {
      heard(answer);
      talk.closed = true; // figures that may no longer be shown are not left standing
      talk.tag = '';
      put('');
    } else if (answer.status === 200 || answer.status === 304) {
      const html = answer.status === 200 ? await answer.text() : null;
      heard(answer);
      talk.closed = false;
      if (due(answer)) {
        window.location.reload();
      }
      if (html !== null) {
        put(html);
        talk.tag = answer.headers.get('ETag') || '';
      }
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    talk.failures += 1;
  } finally {
    clearTimeout(limit);
    request = null;
    tell();
    later();
  }
}

// 5, 10, 20, 40, 60 seconds and so on, each a little different, so that many walls do not come back at once.
function later() {
  clearTimeout(talk.timer);
  const wait = talk.failures ? Math.min(5_000 * 2 ** (talk.failures - 1), LONGEST_WAIT) : ASK_EVERY;
  talk.timer = setTimeout(ask, wait * (0.8 + 0.4 * Math.random()));
}

function soon() {
  if (request === null) {
    ask();
  }
}

// --- people ----------------------------------------------------------------------------------------------------------
find('previous').addEventListener('click', () => step(-1));
find('next').addEventListener('click', () => step(1));
find('pause').addEventListener('click', pause);
document.addEventListener('keydown', (event) => {
  const onButton = event.target.closest?.('button');
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    step(event.key === 'ArrowRight' ? 1 : -1);
  } else if (event.key === ' ' && !onButton) {
    event.preventDefault();
    pause();
  }
});
window.addEventListener('online', soon);
setInterval(tell, 10_000);

body.classList.add('rotating');
show(0);
plan();
later();
