// A wall opens its link: the key stands behind "#", where no log sees it. It is sent once, and taken out of the address.
const key = decodeURIComponent(window.location.hash.slice(1));
if (key) {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  const form = document.getElementById('display');
  form.elements.key.value = key;
  form.requestSubmit();
}
