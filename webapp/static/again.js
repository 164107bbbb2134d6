// Looks again every two seconds at a page that says what is at work, and loads it anew once that is done.
const WAIT = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-working]");
    if (!news) {
      location.reload();
      return;
    }
    const shown = document.querySelector("[data-working]");
    if (shown.textContent !== news.textContent) shown.textContent = news.textContent;
  } catch {
    // The server cannot be reached now; the next look may find it.
  }
  setTimeout(look, WAIT);
}

setTimeout(look, WAIT);
