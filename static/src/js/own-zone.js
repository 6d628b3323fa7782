// A school that begins is mostly where its first admin sits: the browser knows its own time zone, perhaps by a name that it had.
// Whoever chose keeps what they chose.
const select = document.querySelector("select[data-own-zone]");
if (select?.selectedOptions[0]?.defaultSelected) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const called = JSON.parse(select.dataset.ownZone)[zone] ?? zone;
  const option = select.querySelector(`option[value="${CSS.escape(called)}"]`);
  if (option) option.selected = true;
}
