import type { Request, Response } from 'express'

const DRAIN_MILLISECONDS = 1000

/** The rest of the body is not wanted: the connection ends, a moment later, so that the sender still reads the answer. */
export function leaveUnread(request: Request, response: Response): void {
  if (request.complete) return
  response.set('connection', 'close')
  response.once('finish', () => {
    request.resume()
    setTimeout(() => request.destroy(), DRAIN_MILLISECONDS).unref()
  })
}
