namespace SeCo.DrawnScenes;

/// <summary>Two domains of drawn street scenes as plain dataset folders:
/// <c>source</c>, <c>target</c> and <c>validation</c>, each with <c>images</c> and <c>truth</c>, and <c>classes.yaml</c> beside them.</summary>
/// <param name="Source">The source, with truth.</param>
/// <param name="Target">The target's images, with truth that only measures.</param>
/// <param name="Validation">Images of the target that nothing learns from, with truth.</param>
public sealed record DrawnDomains(DatasetOptions Source, DatasetOptions Target, DatasetOptions Validation)
{
    private const string ClassFile = "classes.yaml";
    private const string Images = "images";
    private const string Truth = "truth";

    /// <summary>Draws the scenes and writes them.</summary>
    /// <param name="folder">The folder; created as needed, files of the same names are replaced.</param>
    /// <param name="options">Which scenes.</param>
    /// <param name="progress">Reports each scene written.</param>
    /// <param name="cancellation">Stops between scenes.</param>
    /// <returns>How to open the three parts as datasets.</returns>
    /// <exception cref="ArgumentException">The options are at fault.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DrawnDomains Write(
        string folder, DrawnDomainOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        DrawnDomains domains = In(folder, options);
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(domains.Source.Classes, DrawnClasses.Yaml);
        RandomSource random = new(options.Seed);
        DrawnSceneGenerator source = new(new DrawnSceneOptions
        {
            Seed = random.Fork("source").NextUInt64(), Count = options.SourceImages, Width = options.Width, Height = options.Height,
            Town = DrawnTown.Home, Domain = DrawnDomain.Day, UnknownObjects = 0,
        });
        DrawnSceneGenerator target = new(new DrawnSceneOptions
        {
            Seed = random.Fork("target").NextUInt64(), Count = options.TargetImages + options.ValidationImages, Width = options.Width, Height = options.Height,
            Town = DrawnTown.Abroad, Domain = DrawnDomain.Evening,
        });
        int total = options.SourceImages + options.TargetImages + options.ValidationImages;
        int done = 0;
        Draw(domains.Source.Root, source, 0, options.SourceImages);
        Draw(domains.Target.Root, target, 0, options.TargetImages);
        Draw(domains.Validation.Root, target, options.TargetImages, options.ValidationImages);
        return domains;

        void Draw(string root, DrawnSceneGenerator generator, int first, int count)
        {
            Directory.CreateDirectory(Path.Combine(root, Images));
            Directory.CreateDirectory(Path.Combine(root, Truth));
            Palette palette = DrawnClasses.Set.Palette();
            for (int i = first; i < first + count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                (string name, RgbImage image, LabelMap truth) = generator.DrawPicture(i);
                RgbImageFile.Write(Path.Combine(root, Images, name + ".png"), image);
                LabelPng.Write(Path.Combine(root, Truth, name + ".png"), truth, palette);
                progress?.Report(new StageProgress("draw", "scenes", ++done, total));
            }
        }
    }

    /// <summary>The names of the pictures that <see cref="Write"/> writes, with the folder inside a part: <c>images/scene_0000</c>.</summary>
    internal static IEnumerable<string> Names(DrawnDomainOptions options) =>
        from number in Enumerable.Range(0, Math.Max(options.SourceImages, options.TargetImages + options.ValidationImages))
        from folder in (string[])[Images, Truth]
        select $"{folder}/{DrawnSceneGenerator.NameOf(number)}";

    /// <summary>How to open what <see cref="Write"/> has written into a folder.</summary>
    public static DrawnDomains In(string folder, DrawnDomainOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        return new DrawnDomains(Part("source", options.SourceImages), Part("target", options.TargetImages), Part("validation", options.ValidationImages));

        DatasetOptions Part(string name, int count) => new()
        {
            Root = Path.Combine(folder, name),
            Layout = DatasetLayout.Folder,
            Split = name,
            Classes = Path.Combine(folder, ClassFile),
            Images = Images,
            Truth = Truth,
            Limit = count,
        };
    }
}
