// What esbuild makes the script /sentry.js of a page of: the whole SDK, as the global Sentry.
export * from '@sentry/browser'
