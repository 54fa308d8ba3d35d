export const TOKEN_PLACEHOLDER = 'TOKEN'

/**
 * Every tab of the page has headers of its own. This remembers, in memory and on this page alone, the last token that was
 * pasted into one of them, and puts it in place of the placeholder of the others.
 */
export const TOKEN_SCRIPT = `<script>{
  const plainFetch = window.fetch.bind(window)
  let pasted
  window.fetch = (input, init = {}) => {
    const headers = { ...init.headers }
    const name = Object.keys(headers).find(key => key.toLowerCase() === 'authorization')
    if (name !== undefined && headers[name] !== 'Bearer ${TOKEN_PLACEHOLDER}') pasted = headers[name]
    else if (name !== undefined && pasted !== undefined) headers[name] = pasted
    else if (name !== undefined) delete headers[name]
    return plainFetch(input, { ...init, headers })
  }
}</script>`

/** The tabs are drawn with an offset that is taken away at the first touch, so that the first click on one would miss it. */
export const TABS_STYLE = '<style>.graphiql-tab { transform: none !important }</style>'
