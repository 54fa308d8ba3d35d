import type { Database } from './database.js'
import { TENANT_TABLES } from './entities/entities.js'

/** What is open that must not be (S16): one line each, none when the database may be served from. */
export async function findOpenWalls(database: Database): Promise<readonly string[]> {
  const connection = database.em.getConnection()
  const tables = await connection.execute<{ name: string; walled: boolean; policies: number }[]>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as walled,
       (select count(*)::int from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname) as policies
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')`,
  )
  const found = new Map(tables.map(table => [table.name, table]))
  const open = TENANT_TABLES.filter(name => {
    const table = found.get(name)
    return table === undefined || !table.walled || table.policies === 0
  }).map(name => `table ${name} has no row-level security`)
  const [role] = await connection.execute<{ name: string; strong: boolean; owns: number }[]>(
    `select current_user as name, r.rolsuper or r.rolbypassrls as strong,
       (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
     from pg_roles r where r.rolname = current_user`,
  )
  if (role === undefined) return [...open, 'the role of the service does not exist']
  if (role.strong) open.push(`role ${role.name} passes row-level security`)
  if (role.owns > 0) open.push(`role ${role.name} owns ${role.owns} tables`)
  return open
}
