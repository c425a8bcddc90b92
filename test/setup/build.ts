/** Placeholder until the build exists. */
export default function setup(): void {}
