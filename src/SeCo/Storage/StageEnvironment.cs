namespace SeCo.Storage;

/// <summary>What a stage needs besides its settings.</summary>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Device">Where networks run.</param>
/// <param name="Parallelism">Images worked on at once; 0 is one a processor.</param>
/// <param name="Log">Told what happens.</param>
public sealed record StageEnvironment(ulong Seed, Device Device, int Parallelism, ILogger Log);
