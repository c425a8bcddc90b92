export function startResetServer(): Promise<{ readonly port: number; close(): void }>;
