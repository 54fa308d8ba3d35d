/** Brings the database at this address to the present version, as its owner. */
export async function migrateAt(url: string): Promise<readonly string[]> {
  const [{ migrateDatabase }, { MIGRATIONS }] = await Promise.all([
    import('../persistence/migrate.js'),
    import('../../migrations/all.js'),
  ])
  return await migrateDatabase(url, MIGRATIONS)
}
