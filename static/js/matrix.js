// Among many regions the title of a cell says its status alone. Whoever looks at one, by mouse or keyboard, is told the rest: the
// region and the indicator from the heads, the gap from the cell, in the words that the head of the column brings along.
(() => {
  'use strict';

  const table = document.querySelector('table[data-many]');
  if (!table) return;
  const told = new WeakSet();

  function tell(event) {
    const link = event.target.closest('td a[title]');
    if (!link || told.has(link)) return;
    told.add(link);
    const cell = link.closest('td');
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const gap = link.querySelector('small').textContent;
    const names = [cell.parentElement.cells[0], head].map((one) => one.querySelector('a').textContent.trim());
    const rest = gap ? head.dataset.hint.replace('{}', () => gap) : '';
    link.title = `${names.join(' ')}${table.dataset.many}${link.title}${rest}`;
  }

  table.addEventListener('mouseover', tell);
  table.addEventListener('focusin', tell);
})();
