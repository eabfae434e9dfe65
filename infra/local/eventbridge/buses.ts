import { checkLength, checkPattern } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import { type Place, ServiceError } from '../service.ts';
import type { EventBus } from './event-bus.ts';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
const MAX_NAME_CHARACTERS = 256;

/** The event buses of an account, and of any other account a bus is made in by ARN. `default` is always there. */
export class EventBuses {
  readonly #place: Place;
  readonly #byArn = new Map<string, EventBus>();

  constructor(place: Place) {
    this.#place = place;
    this.create('default');
  }

  create(nameOrArn: string, description?: string): EventBus {
    const arn = this.#arnOf(nameOrArn);
    const name = arn.slice(arn.indexOf('/') + 1);
    if (this.#byArn.has(arn)) {
      throw new ServiceError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    const bus: EventBus = { name, arn, description, createdAtMs: Date.now(), rules: new Map() };
    this.#byArn.set(arn, bus);
    return bus;
  }

  find(nameOrArn: string): EventBus | undefined {
    return this.#byArn.get(this.#arnOf(nameOrArn));
  }

  /** @throws {ServiceError} `ResourceNotFoundException`, in AWS's words. */
  get(nameOrArn: string): EventBus {
    const bus = this.find(nameOrArn);
    if (bus !== undefined) return bus;
    const name = nameOrArn.slice(nameOrArn.indexOf('/') + 1);
    throw new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }

  list(): readonly EventBus[] {
    return [...this.#byArn.values()];
  }

  delete(name: string): void {
    if (name === 'default') throw new ServiceError('ValidationException', 'Cannot delete event bus default.');
    this.#byArn.delete(this.#arnOf(name));
  }

  #arnOf(nameOrArn: string): string {
    if (nameOrArn.startsWith('arn:')) return nameOrArn;
    return `arn:aws:events:${this.#place.region}:${this.#place.account}:event-bus/${nameOrArn}`;
  }
}

/** The operations on buses, by name. */
export function busOperations(buses: EventBuses) {
  return {
    CreateEventBus: (input: RequestMembers) => {
      const bus = buses.create(readNewName(input), input.string('Description'));
      return { EventBusArn: bus.arn, Description: bus.description };
    },
    DescribeEventBus: (input: RequestMembers) => describeBus(buses.get(input.string('Name') ?? 'default')),
    ListEventBuses: (input: RequestMembers) => {
      const prefix = input.string('NamePrefix') ?? '';
      return {
        EventBuses: buses
          .list()
          .filter(({ name }) => name.startsWith(prefix))
          .map(describeBus),
      };
    },
    DeleteEventBus: (input: RequestMembers) => {
      buses.delete(input.requiredString('Name'));
      return {};
    },
  };
}

function readNewName(input: RequestMembers): string {
  const name = input.requiredString('Name');
  checkPattern(name, 'name', '[/\\.\\-_A-Za-z0-9]+');
  checkLength(name, 'name', 1, MAX_NAME_CHARACTERS);
  return name;
}

function describeBus(bus: EventBus): object {
  const atSeconds = bus.createdAtMs / 1000;
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    CreationTime: atSeconds,
    LastModifiedTime: atSeconds,
  };
}
