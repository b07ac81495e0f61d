/** Sound files, made by hand. */

interface WaveFile {
  readonly channels: readonly ArrayLike<number>[];
  readonly sampleRate?: number;
  /** Size that the `data` chunk claims; its own where it is left out. */
  readonly claimed?: number;
  /** Content of a chunk before `data`. */
  readonly list?: string;
  readonly float?: boolean;
}

/** A WAV file: 16-bit codes, or 32-bit floating-point samples. */
export function wave({ channels, sampleRate = 16000, claimed, list, float = false }: WaveFile): Uint8Array {
  const width = float ? 4 : 2;
  const frame = width * channels.length;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(float ? 3 : 1, 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * frame, 8);
  format.writeUInt16LE(frame, 12);
  format.writeUInt16LE(8 * width, 14);
  const data = Buffer.alloc(frame * (channels.at(0)?.length ?? 0));
  channels.forEach((samples, channel) => {
    Array.from(samples, (sample, index) => {
      const place = index * frame + channel * width;
      return float ? data.writeFloatLE(sample, place) : data.writeInt16LE(sample, place);
    });
  });
  const chunks = [chunk('fmt ', format), ...(list === undefined ? [] : [chunk('LIST', Buffer.from(list))])];
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks, chunk('data', data, claimed)]);
  return chunk('RIFF', body);
}

function chunk(name: string, content: Buffer, claimed = content.length): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(claimed);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}
