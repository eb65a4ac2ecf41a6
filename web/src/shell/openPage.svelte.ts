/**
 * The page that the server wrote into the document for readers without an account. It stands until somebody is
 * signed in; then the application takes its place, and everything that told of it leaves the head.
 */
class OpenPage {
  stands = $state(typeof document !== 'undefined' && document.getElementById('open') !== null);

  leave(): void {
    if (!this.stands) return;
    document.getElementById('open')?.remove();
    for (const trace of document.head.querySelectorAll('[data-open]')) trace.remove();
    this.stands = false;
  }
}

export const openPage = new OpenPage();
