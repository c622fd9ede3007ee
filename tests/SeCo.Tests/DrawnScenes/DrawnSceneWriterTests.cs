using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.DrawnScenes;

public sealed class DrawnSceneWriterTests
{
    private static readonly DrawnSceneOptions Small = new() { Count = 3, Width = 96, Height = 64 };

    [Fact]
    public void Writes_a_dataset_that_opens_with_the_options_it_returns()
    {
        using TempFolder folder = new();
        DatasetOptions options = DrawnSceneWriter.Write(folder.Path, Small);
        Dataset dataset = Dataset.Open(options);
        Assert.Equal(["scene_0000", "scene_0001", "scene_0002"], dataset.Entries.Select(e => e.Name));
        DrawnScene scene = new DrawnSceneGenerator(Small).Draw(2);
        ImageEntry entry = dataset.Entries[2];
        Assert.Equal(scene.Image.Pixels.ToArray(), RgbImageFile.Read(entry.ImagePath).Pixels.ToArray());
        Assert.Equal(scene.Truth.Pixels.ToArray(), LabelPng.Read(entry.TruthPath!).Pixels.ToArray());
        Assert.Equal(scene.Prediction.Pixels.ToArray(), LabelPng.Read(entry.PredictionPath!).Pixels.ToArray());
        Assert.Equal(scene.Confidence.Pixels.ToArray(), ConfidencePng.Read(entry.ConfidencePath!).Pixels.ToArray());
    }

    [Fact]
    public void The_class_file_says_what_the_class_set_says()
    {
        using TempFolder folder = new();
        DrawnSceneWriter.Write(folder.Path, Small with { Count = 1 });
        ClassSet set = ClassSet.Load(folder["classes.yaml"]);
        Assert.Equal(DrawnClasses.Set.Name, set.Name);
        Assert.Equal(DrawnClasses.Set.Classes, set.Classes);
    }

    [Fact]
    public void Writes_the_same_files_twice()
    {
        using TempFolder one = new();
        using TempFolder two = new();
        DrawnSceneWriter.Write(one.Path, Small);
        DrawnSceneWriter.Write(two.Path, Small);
        string[] files =
            [.. Directory.GetFiles(one.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(one.Path, f)).Order(StringComparer.Ordinal)];
        Assert.Equal(13, files.Length);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(one[f]), File.ReadAllBytes(two[f])));
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using TempFolder folder = new();
        Assert.Throws<OperationCanceledException>(() => DrawnSceneWriter.Write(folder.Path, Small, cancellation: new CancellationToken(canceled: true)));
    }
}
