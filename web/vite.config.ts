import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const server = process.env.STAFFROOM_SERVER ?? 'http://127.0.0.1:8080';

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
        // What most pages share comes in one piece: a hundred small ones compress badly.
        codeSplitting: { groups: [{ name: 'core', minShareCount: 12 }] },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
