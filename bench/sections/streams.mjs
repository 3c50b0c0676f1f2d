export async function streams() {}
