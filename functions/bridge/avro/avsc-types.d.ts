// The main entry of avsc also brings its services, containers and IDL parser, twice the size of the type system alone.
declare module 'avsc/lib/types.js' {
  import type { Type, types } from 'avsc';

  const typeSystem: { readonly Type: typeof Type; readonly builtins: typeof types };
  export = typeSystem;
}
