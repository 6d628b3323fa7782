// A school that begins is mostly where its first admin sits: the browser knows its own time zone. Whoever chose keeps what they chose.
const select = document.querySelector("select[data-own-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = select?.querySelector(`option[value="${CSS.escape(zone ?? "")}"]`);
if (option && select.selectedOptions[0]?.defaultSelected) option.selected = true;
