import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isOurs, otherInstance, takeInstance } from '../../../server/instance'
import { startOf } from '../../../server/launch/alive.mjs'
import { addresses, listenOnFreePort } from '../../../server/listen'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'everdraft-instance-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const pretend = (holder: object) => writeFileSync(path.join(dataDir, 'instance.json'), JSON.stringify(holder))

describe('one instance per data folder', () => {
  it('[ST10] holds it, announces its address, and leaves nothing behind', () => {
    const instance = takeInstance(dataDir)
    if (!instance.held) throw new Error('not held')
    instance.announce('http://localhost:3000')
    expect(isOurs(dataDir)).toBe(true)
    expect(otherInstance(dataDir)).toBeUndefined()
    instance.release()
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('[ST10] learns the address of the process that holds it', async () => {
    // Another process takes the folder as this one would, through the compiled-on-the-fly module.
    const holder = spawn(process.execPath, [
      '--import',
      'tsx',
      '-e',
      `
      const { takeInstance } = await import(${JSON.stringify(path.resolve('server/instance.ts'))})
      takeInstance(${JSON.stringify(dataDir)}).announce('http://localhost:3999')
      console.log('held'); setInterval(() => {}, 1000)`,
      '--input-type=module',
    ])
    await new Promise(resolve => holder.stdout.once('data', resolve))
    const instance = takeInstance(dataDir)
    expect(instance).toMatchObject({ held: false, pid: holder.pid })
    if (!instance.held) expect(await instance.address()).toBe('http://localhost:3999')

    holder.kill('SIGKILL')
    await new Promise(resolve => holder.once('exit', resolve))
    expect(takeInstance(dataDir).held).toBe(true)
  })

  it('[ST10] is not held by a process that got a dead one’s number', () => {
    pretend({ pid: process.ppid, started: 'long ago', address: 'http://localhost:1' })
    if (process.platform === 'linux') expect(takeInstance(dataDir).held).toBe(true)
  })

  it.runIf(process.platform === 'linux')('[ST10] is not held by a process that ended and was not buried', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'])
    const pid = Number(await new Promise(resolve => parent.stdout.once('data', resolve)))
    pretend({ pid, started: startOf(pid) })
    expect(takeInstance(dataDir).held).toBe(false)
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ')
    expect(takeInstance(dataDir).held).toBe(true)
    parent.kill()
  })

  it('[ST10] survives a lock that makes no sense', () => {
    writeFileSync(path.join(dataDir, 'instance.json'), '{"pid":')
    expect(takeInstance(dataDir).held).toBe(true)
  })
})

describe('listening', () => {
  it('[ST11] goes to the next free port unless one was asked for', async () => {
    const [first, second, third] = [createServer(), createServer(), createServer()]
    const port = await listenOnFreePort(first, { host: '127.0.0.1', port: 0, portIsExplicit: true })
    const said: string[] = []
    const next = await listenOnFreePort(second, { host: '127.0.0.1', port, portIsExplicit: false }, line =>
      said.push(line),
    )
    expect(next).toBeGreaterThan(port)
    expect(said).toEqual([`Port ${port} is taken, so this is port ${next}`])
    const asked = listenOnFreePort(third, { host: '127.0.0.1', port, portIsExplicit: true })
    await expect(asked).rejects.toThrow(`Port ${port} is taken.`)
    first.close()
    second.close()
  })

  it('[ST11] names the address for this machine and those for its network', () => {
    expect(addresses(3000).local).toBe('http://localhost:3000')
    expect(addresses(3000, '127.0.0.1')).toEqual({ local: 'http://127.0.0.1:3000', network: [] })
    expect(addresses(3000, '::1').local).toBe('http://[::1]:3000')
    for (const address of addresses(3000).network) expect(address).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:3000$/)
  })
})
