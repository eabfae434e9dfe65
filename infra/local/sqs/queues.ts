import type { RequestMembers } from '../request-members.ts';
import type { Place } from '../service.ts';
import { QUEUE_DEFAULTS, Queue, type QueueSettings } from './queue.ts';
import { invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** The queues of the account, by name. */
export class Queues {
  readonly #place: Place;
  readonly #baseUrl: () => string;
  readonly #byName = new Map<string, Queue>();

  constructor(place: Place, baseUrl: () => string) {
    this.#place = place;
    this.#baseUrl = baseUrl;
  }

  /** Makes a queue, or finds the one of the same name and settings. */
  create(name: string, settings: Partial<QueueSettings>): Queue {
    if (name.endsWith('.fifo')) {
      throw sqsError(
        'UnsupportedOperation',
        'This stand-in has standard queues only.',
        'AWS.SimpleQueueService.UnsupportedOperation',
      );
    }
    if (!QUEUE_NAME.test(name)) {
      throw invalidParameter(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const existing = this.#byName.get(name);
    if (existing !== undefined) return sameQueue(existing, settings);
    const arn = `arn:aws:sqs:${this.#place.region}:${this.#place.account}:${name}`;
    const queue = new Queue(name, arn, { ...QUEUE_DEFAULTS, ...settings });
    this.#byName.set(name, queue);
    return queue;
  }

  urlOf(queue: Queue): string {
    return `${this.#baseUrl()}/${this.#place.account}/${queue.name}`;
  }

  /** @param url - Only its last part, the name, is looked at: the port of the stand-ins changes from run to run. */
  byUrl(url: string): Queue {
    return this.byName(url.slice(url.lastIndexOf('/') + 1));
  }

  /** The queue a request names by `QueueUrl`. */
  of(input: RequestMembers): Queue {
    const url = input.string('QueueUrl');
    if (!url) throw missingParameter('QueueUrl');
    return this.byUrl(url);
  }

  byName(name: string): Queue {
    const queue = this.#byName.get(name);
    if (queue !== undefined) return queue;
    throw sqsError(
      'QueueDoesNotExist',
      'The specified queue does not exist.',
      'AWS.SimpleQueueService.NonExistentQueue',
    );
  }
}

function sameQueue(queue: Queue, settings: Partial<QueueSettings>): Queue {
  for (const [name, value] of Object.entries(settings)) {
    if (queue.settings[settingName(name)] === value) continue;
    throw sqsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
      'QueueAlreadyExists',
    );
  }
  return queue;
}

/** @throws {ServiceError} `InvalidAttributeName` for an attribute that has no stand-in. */
function settingName(name: string): keyof QueueSettings {
  if (isSettingName(name)) return name;
  throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function isSettingName(name: string): name is keyof QueueSettings {
  return Object.hasOwn(QUEUE_DEFAULTS, name);
}

/** The attributes of a CreateQueue request. */
export function readSettings(attributes: ReadonlyMap<string, string>): Partial<QueueSettings> {
  const settings: Partial<Record<keyof QueueSettings, number>> = {};
  for (const [written, value] of attributes) {
    const name = settingName(written);
    if (!/^\d{1,9}$/.test(value)) {
      throw sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
    settings[name] = Number(value);
  }
  return settings;
}
