namespace SeCo.DrawnScenes;

/// <summary>Draws street scenes, with ground truth and a simulated model's answers. Needs no data; the same options give the same pixels.</summary>
/// <example><code>foreach (DrawnScene scene in new DrawnSceneGenerator(new DrawnSceneOptions { Count = 10 }).DrawAll()) { … }</code></example>
public sealed class DrawnSceneGenerator
{
    private readonly DrawnSceneOptions _options;

    /// <summary>Prepares to draw.</summary>
    /// <exception cref="ArgumentException">The options are at fault.</exception>
    public DrawnSceneGenerator(DrawnSceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Draws every scene, in order.</summary>
    public IEnumerable<DrawnScene> DrawAll() => Enumerable.Range(0, _options.Count).Select(Draw);

    /// <summary>Draws one scene; it depends on the options and its number only, not on what was drawn before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 0…count-1.</exception>
    public DrawnScene Draw(int index)
    {
        (string name, SceneCanvas canvas, RandomSource random) = Paint(index);
        RgbImage image = Photograph(canvas, random);
        (LabelMap prediction, ConfidenceMap confidence) = new DriftedModel(canvas, _options.Noise, random.Fork("model")).Predict();
        return new DrawnScene(name, image, Truth(canvas), prediction, confidence);
    }

    /// <summary>Draws one scene without the simulated answers.</summary>
    internal (string Name, RgbImage Image, LabelMap Truth) DrawPicture(int index)
    {
        (string name, SceneCanvas canvas, RandomSource random) = Paint(index);
        return (name, Photograph(canvas, random), Truth(canvas));
    }

    private (string Name, SceneCanvas Canvas, RandomSource Random) Paint(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _options.Count);
        string name = NameOf(index);
        RandomSource random = new RandomSource(_options.Seed).Fork(name);
        SceneCanvas canvas = new(_options.Width, _options.Height);
        Street street = Street.Plan(_options.Width, _options.Height, TownStyle.Of(_options.Town), random.Fork("street"));
        StreetPainter.Paint(street, canvas);
        new ThingPainter(street, canvas, random.Fork("things")).PaintAll(_options.UnknownObjects);
        return (name, canvas, random);
    }

    private RgbImage Photograph(SceneCanvas canvas, RandomSource random) => Camera.Of(_options.Domain).Expose(canvas, random.Fork("camera"));

    private LabelMap Truth(SceneCanvas canvas) => new(_options.Width, _options.Height, canvas.Classes);

    /// <summary>The name of a scene: <c>scene_0007</c>.</summary>
    internal static string NameOf(int index) => $"scene_{index:D4}";
}
