// Before a page is printed: what it is about stands at the head of every sheet, the time and the page number at its foot, and what is
// folded up is open (details.foldout). The words come from <meta name="print" …>; without this script the browser's own lines do.
(() => {
  'use strict';

  const meta = document.querySelector('meta[name="print"]');
  let sheet = null;
  let opened = [];

  const quoted = (text) => `"${text.replace(/\s+/g, ' ').trim().replace(/["\\]/g, '\\$&')}"`;

  function lines() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    const moment = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())}`;
    const title = meta.content.trim() || document.title;
    const sources = document.querySelector('main footer.foot') ? meta.dataset.sources : '';
    const foot = meta.dataset.printed.replace('{moment}', moment) + sources;
    const style = 'font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; font-size: 8pt; color: #566170;';
    return `@page {
      @top-left { content: ${quoted(title)}; ${style} }
      @top-right { content: ${quoted(meta.dataset.name)}; ${style} }
      @bottom-left { content: ${quoted(foot)}; ${style} }
      @bottom-right { content: counter(page) " / " counter(pages); ${style} }
    }`;
  }

  window.addEventListener('beforeprint', () => {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(lines());
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const folded = [...document.querySelectorAll('main details.foldout:not([open], .no-print, .legend)')];
    opened = folded.filter((one) => !one.closest('tr')); // what unfolds a row of a table is the reader's choice
    opened.forEach((one) => { one.open = true; });
  });
  window.addEventListener('afterprint', () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    opened.forEach((one) => { one.open = false; });
  });
})();
