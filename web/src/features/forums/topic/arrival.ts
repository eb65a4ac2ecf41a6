/** How the present page was reached. Coming back with the browser's «back» finds a topic where it was left. */
export const arrival = { back: false };
