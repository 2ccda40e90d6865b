/** What a Node that we start needs on its command line to run a `.cts` program, wherever it runs. A fork of such a program inherits it. */
export const RUN_TYPESCRIPT = ['--require', require.resolve('tsx/cjs')];
