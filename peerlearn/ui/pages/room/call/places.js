/**
 * What a call carries, fixed from its start so that nothing is renegotiated: sound and picture of a person, a screen
 * and its sound, and two channels for words. A place without a track is empty and costs nothing.
 */

// In the order of the offer's media sections; a stream keeps its sound and picture in step.
export const PLACES = [
  { name: "audio", kind: "audio", stream: "person" },
  { name: "video", kind: "video", stream: "person" },
  { name: "screen", kind: "video", stream: "screen" },
  { name: "screenSound", kind: "audio", stream: "screen" },
];

// `control` loses nothing and keeps its order; `ink` is for what is old after a moment.
const CHANNELS = {
  control: { negotiated: true, id: 0 },
  ink: { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 },
};

/** The channels of a new connection by name; both sides open the same ones. */
export function openChannels(pc, { onChannel, onWord }) {
  const opened = Object.entries(CHANNELS).map(([name, how]) => {
    const channel = pc.createDataChannel(name, how);
    channel.onopen = () => onChannel(name);
    channel.onmessage = ({ data }) => onWord(name, data);
    return [name, channel];
  });
  return Object.fromEntries(opened);
}

/** What the other side will send, as streams {person, screen}. */
export function remoteStreams(pc) {
  const of = (stream) => pc.getReceivers().filter((_, index) => PLACES[index]?.stream === stream);
  const streamOf = (stream) => new MediaStream(of(stream).map(({ track }) => track));
  return { person: streamOf("person"), screen: streamOf("screen") };
}
