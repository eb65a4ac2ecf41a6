import type { Missing } from '$shared/later/missing';

declare global {
  namespace App {
    interface Error {
      /** Why the code of the page did not come. */
      missing?: Missing;
    }
  }
}
