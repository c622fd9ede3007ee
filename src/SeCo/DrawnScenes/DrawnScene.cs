namespace SeCo.DrawnScenes;

/// <summary>A drawn street scene and what a model from another domain would answer on it.</summary>
/// <param name="Name">The scene's name: <c>scene_0007</c>.</param>
/// <param name="Image">The picture, <c>[H, W, 3]</c>.</param>
/// <param name="Truth">The class of every pixel, ids of <see cref="DrawnClasses.Set"/>; 255 on objects of no class.</param>
/// <param name="Prediction">The simulated model's class of every pixel, never 255.</param>
/// <param name="Confidence">The simulated model's confidence in that class.</param>
public sealed record DrawnScene(string Name, RgbImage Image, LabelMap Truth, LabelMap Prediction, ConfidenceMap Confidence);
