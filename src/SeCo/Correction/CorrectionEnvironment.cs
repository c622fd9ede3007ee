using Microsoft.Extensions.Logging;
using SeCo.Torch;

namespace SeCo.Correction;

/// <summary>What correction needs besides its settings.</summary>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Device">Where the network runs.</param>
/// <param name="Parallelism">Images worked on at once.</param>
/// <param name="Log">Told what happens.</param>
public sealed record CorrectionEnvironment(ulong Seed, Device Device, int Parallelism, ILogger Log);
