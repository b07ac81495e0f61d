/** `fetch` takes no name and password in an address: they become the request's authorization. */
export function splitCredentials(url: string): { address: URL; authorization: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address, authorization: {} };
  address.username = '';
  address.password = '';
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, authorization: { authorization: `Basic ${Buffer.from(secret).toString('base64')}` } };
}

/** A text for a message, without the names and passwords of the addresses in it. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z\d+.-]*:\/\/)[^\s/?#'"]*@/gi, '$1');
}

/** One address for a message, without name and password even where it is none that can be read. */
export function shownAddress(address: string): string {
  return URL.canParse(address) && address.includes('://')
    ? withoutCredentials(address)
    : address.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/i, '$1');
}
