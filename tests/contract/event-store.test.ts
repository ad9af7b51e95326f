import { MemoryEventStore } from '@/server/event-store/memory'
import { eventStoreContract } from './event-store'

eventStoreContract('memory', async () => ({ store: new MemoryEventStore(), close: async () => {} }))
