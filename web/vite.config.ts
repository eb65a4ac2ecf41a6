import { resolve } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const server = process.env.STAFFROOM_SERVER ?? 'http://127.0.0.1:8080';

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** Modules one imports by a list of all of them: being on the list does not mean being needed. */
const THROUGH_A_LIST = /\/paraglide\/|\/node_modules\/(?!@lucide)/;

/** Names the piece of a module: what this one comes with at once, without `await import()`. */
function pieceOf(name: string, root: string) {
  let piece: Set<string> | undefined;
  const collect = (graph: Graph, id: string, seen: Set<string>): Set<string> => {
    if (seen.has(id)) return seen;
    seen.add(id);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? [])
      if (!THROUGH_A_LIST.test(imported)) collect(graph, imported, seen);
    return seen;
  };
  return (id: string, graph: Graph): string | null => {
    piece ??= collect(graph, resolve(root), new Set());
    return piece.has(id) ? name : null;
  };
}

export default defineConfig({
  plugins: [
    tailwindcss(),
    // Its file watcher would keep the test runner from ending; `npm test` compiles the messages before.
    !process.env.VITEST &&
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/paraglide',
        strategy: ['localStorage', 'baseLocale'],
        isServer: 'false',
        disableAsyncLocalStorage: true,
      }),
    sveltekit(),
  ],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/dev': { target: server },
    },
  },
  build: {
    target: 'es2022',
    rolldownOptions: {
      output: {
        // What most pages share comes in one piece, and so does what the frame or a topic shows at once: a hundred
        // small files compress badly.
        codeSplitting: {
          groups: [
            { name: 'core', minShareCount: 24, priority: 2 },
            {
              name: pieceOf('frame', 'src/shell/Gate.svelte'),
              debugName: 'frame',
              minShareCount: 2,
              priority: 1,
            },
            {
              name: pieceOf('topic', 'src/features/forums/topic/TopicPage.svelte'),
              debugName: 'topic',
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
