import { type Admin, metadataV12, ResponseError, type ResponseParser } from '@platformatic/kafka';

/**
 * Lets a client go on with those partitions of a topic that have a leader, for as long as it lives.
 *
 * By itself it takes what a broker says of a topic for an error as soon as one of its partitions has none: nothing of the topic
 * is read then, and the members of a group end their heartbeats.
 */
export function acceptLeaderless({ connections }: Pick<Admin, 'connections'>): void {
  connections.on('connecting', ({ connection }) => {
    const send = connection.send.bind(connection);
    connection.send = (apiKey, apiVersion, createPayload, parse, ...rest) =>
      send(
        apiKey,
        apiVersion,
        createPayload,
        apiKey === metadataV12.api.key ? accepting(parse) : parse,
        ...rest,
      );
  });
}

function accepting<Response>(parse: ResponseParser<Response>): ResponseParser<Response> {
  return (...answer) => {
    try {
      return parse(...answer);
    } catch (error) {
      if (!(error instanceof ResponseError) || isOfTopic(error)) throw error;
      return error.response;
    }
  };
}

/** A topic that is not there, or not for this user; not just some of its partitions. */
function isOfTopic({ response }: ResponseError): boolean {
  const { topics }: metadataV12.MetadataResponse = response;
  return topics.some(({ errorCode }) => errorCode !== 0);
}
