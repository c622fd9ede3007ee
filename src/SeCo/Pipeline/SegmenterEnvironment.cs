using Microsoft.Extensions.Logging;
using SeCo.Torch;

namespace SeCo.Pipeline;

/// <summary>What a segmenter works with.</summary>
/// <param name="Device">Where networks lie.</param>
/// <param name="Parallelism">Threads.</param>
/// <param name="Log">Told what happens.</param>
internal sealed record SegmenterEnvironment(Device Device, int Parallelism, ILogger Log);
