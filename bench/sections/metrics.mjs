export async function metrics() {}
