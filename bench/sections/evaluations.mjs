export async function evaluations() {}
