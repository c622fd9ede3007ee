using SeCo.Imaging;

namespace SeCo.Aggregation;

/// <summary>The question that one component of pixel labels puts to the segmenter.</summary>
/// <param name="ClassId">The component's class.</param>
/// <param name="Component">The component's number within its class, from 1, in row-major order of first pixels; small components count too.</param>
/// <param name="Pixels">Pixels of the component.</param>
/// <param name="Box">The box around the object, inside the image.</param>
/// <param name="Points">One or two points on the object, in the order in which they are sent.</param>
public sealed record ThingPrompt(int ClassId, int Component, int Pixels, Box Box, IReadOnlyList<ImagePoint> Points);
