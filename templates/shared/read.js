/* Tells the counter that somebody reads this article, once, and puts the present number in place of the printed one.
   Written for old browsers, too: where nothing here runs, a picture in the page does the counting. */
(function () {
  "use strict";
  var shown = document.getElementById("reads");
  if (!shown) return;
  var address = "/-/read/" + shown.getAttribute("data-number");

  function put(reads) {
    if (!/^[0-9]+$/.test(reads) || Number(reads) <= Number(shown.textContent)) return;
    shown.textContent = reads;
    var told = shown.parentNode; // hidden while there are too few to tell
    if (told.hidden && Number(reads) >= Number(told.getAttribute("data-least"))) told.hidden = false;
  }

  function count() {
    if (!window.fetch) {
      new Image().src = address + ".gif";
      return;
    }
    fetch(address, { method: "POST", credentials: "omit", keepalive: true })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(put, function () {});
  }

  /* A page that was fetched ahead, or opened behind another, counts once it is seen. */
  function whenSeen() {
    if (document.visibilityState && document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", whenSeen);
    count();
  }
  document.addEventListener("visibilitychange", whenSeen);
  whenSeen();
})();
