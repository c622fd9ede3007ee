namespace SeCo.Cli.Doctor;

/// <summary>What the machine gave in a second's test; null where it could not be tested.</summary>
/// <param name="Matrix">10⁹ operations a second of a linear layer, 2048 rows, 768 to 3072, float32.</param>
/// <param name="Convolution">10⁹ operations a second of a 3x3 convolution of 256 channels, 64 x 128, channels last, float32.</param>
/// <param name="Memory">10⁹ bytes read and written a second, scaling 256 MiB in place.</param>
/// <param name="Images">JPEG images of 960 x 720 that one thread decodes a second.</param>
internal sealed record Speed(double? Matrix, double? Convolution, double? Memory, double? Images);
