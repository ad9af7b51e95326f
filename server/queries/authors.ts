import type { Author } from '@/lib/protocol/people'
import type { PrismaClient } from '@/prisma/generated/client'

/** Who they are, each once; ids that nobody has are left out. */
export async function findAuthors(prisma: PrismaClient, ids: Iterable<string>): Promise<Author[]> {
  const authorIds = [...new Set(ids)]
  if (authorIds.length === 0) return []
  return await prisma.author.findMany({
    where: { authorId: { in: authorIds } },
    select: { authorId: true, name: true, color: true },
    orderBy: { authorId: 'asc' },
  })
}
