using Microsoft.Extensions.Logging;
using SeCo.Torch;

namespace SeCo.Adaptation;

/// <summary>What adaptation needs besides its settings.</summary>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Device">Where the network runs.</param>
/// <param name="Log">Told what happens.</param>
public sealed record AdaptationEnvironment(ulong Seed, Device Device, ILogger Log);
