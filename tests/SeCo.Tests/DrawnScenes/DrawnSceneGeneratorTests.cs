using SeCo.DrawnScenes;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.DrawnScenes;

public sealed class DrawnSceneGeneratorTests
{
    private static readonly Lazy<DrawnScene[]> Scenes = new(() => [.. new DrawnSceneGenerator(new DrawnSceneOptions { Count = 24 }).DrawAll()]);

    [Fact]
    public void The_same_seed_gives_the_same_pixels_whatever_was_drawn_before()
    {
        DrawnScene again = new DrawnSceneGenerator(new DrawnSceneOptions { Count = 6 }).Draw(5);
        DrawnScene first = Scenes.Value[5];
        Assert.Equal("scene_0005", again.Name);
        Assert.Equal(first.Image.Pixels.ToArray(), again.Image.Pixels.ToArray());
        Assert.Equal(first.Truth.Pixels.ToArray(), again.Truth.Pixels.ToArray());
        Assert.Equal(first.Prediction.Pixels.ToArray(), again.Prediction.Pixels.ToArray());
        Assert.Equal(first.Confidence.Pixels.ToArray(), again.Confidence.Pixels.ToArray());
    }

    [Fact]
    public void Another_seed_or_number_gives_another_scene()
    {
        DrawnScene other = new DrawnSceneGenerator(new DrawnSceneOptions { Seed = 2 }).Draw(0);
        Assert.NotEqual(Scenes.Value[0].Truth.Pixels.ToArray(), other.Truth.Pixels.ToArray());
        Assert.NotEqual(Scenes.Value[0].Truth.Pixels.ToArray(), Scenes.Value[1].Truth.Pixels.ToArray());
    }

    [Fact]
    public void Every_class_occurs_and_some_objects_belong_to_none()
    {
        long[] counts = new long[256];
        foreach (byte label in Scenes.Value.SelectMany(s => s.Truth.Pixels.ToArray()))
        {
            counts[label]++;
        }

        Assert.All(Enumerable.Range(0, DrawnClasses.Set.Count), c => Assert.True(counts[c] > 1000, DrawnClasses.Set.Classes[c].Name));
        Assert.True(counts[LabelMap.Ignore] > 500);
        Assert.Equal(Scenes.Value.Sum(s => s.Truth.Pixels.Length), counts[..DrawnClasses.Set.Count].Sum() + counts[LabelMap.Ignore]);
    }

    [Fact]
    public void The_model_errs_on_about_a_quarter_of_the_pixels_and_answers_everywhere()
    {
        Assert.DoesNotContain(LabelMap.Ignore, Scenes.Value.SelectMany(s => s.Prediction.Pixels.ToArray()));
        Assert.InRange(Accuracy(Scenes.Value), 0.70, 0.82);
        Assert.InRange(Accuracy(new DrawnSceneGenerator(new DrawnSceneOptions { Count = 4, Noise = 2 }).DrawAll()), 0.3, 0.65);
    }

    [Fact]
    public void A_model_without_noise_is_right_wherever_a_class_fits()
    {
        Assert.Equal(1, Accuracy(new DrawnSceneGenerator(new DrawnSceneOptions { Count = 4, Noise = 0 }).DrawAll()));
    }

    [Fact]
    public void Confidence_tells_right_from_wrong_only_in_part()
    {
        long[] right = new long[65536];
        long[] wrong = new long[65536];
        foreach (DrawnScene scene in Scenes.Value)
        {
            for (int i = 0; i < scene.Truth.Pixels.Length; i++)
            {
                if (scene.Truth.Pixels[i] != LabelMap.Ignore)
                {
                    (scene.Truth.Pixels[i] == scene.Prediction.Pixels[i] ? right : wrong)[scene.Confidence.Pixels[i]]++;
                }
            }
        }

        double below = 0;
        double area = 0;
        for (int v = 0; v < right.Length; v++)
        {
            area += right[v] * (below + (wrong[v] / 2.0));
            below += wrong[v];
        }

        Assert.InRange(area / right.Sum() / wrong.Sum(), 0.70, 0.80);
    }

    [Fact]
    public void Whole_cars_are_mistaken_now_and_then()
    {
        // A car whose pixels are mostly one wrong class is what thresholds on confidence cannot repair.
        int mistaken = 0;
        foreach (DrawnScene scene in Scenes.Value)
        {
            int cars = 0;
            int hit = 0;
            for (int i = 0; i < scene.Truth.Pixels.Length; i++)
            {
                bool isCar = scene.Truth.Pixels[i] == DrawnClasses.Car;
                cars += isCar ? 1 : 0;
                hit += isCar && scene.Prediction.Pixels[i] == DrawnClasses.Car ? 1 : 0;
            }

            mistaken += cars > 0 && hit < 0.6 * cars ? 1 : 0;
        }

        Assert.InRange(mistaken, 1, Scenes.Value.Length / 2);
    }

    [Theory]
    [InlineData(DrawnDomain.Day, DrawnDomain.Dusk)]
    [InlineData(DrawnDomain.Day, DrawnDomain.Haze)]
    public void A_domain_changes_the_picture_but_not_the_street(DrawnDomain one, DrawnDomain other)
    {
        DrawnScene first = new DrawnSceneGenerator(new DrawnSceneOptions { Domain = one }).Draw(3);
        DrawnScene second = new DrawnSceneGenerator(new DrawnSceneOptions { Domain = other }).Draw(3);
        Assert.Equal(first.Truth.Pixels.ToArray(), second.Truth.Pixels.ToArray());
        Assert.NotEqual(first.Image.Pixels.ToArray(), second.Image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(129, 333)]
    [InlineData(640, 100)]
    public void Any_size_can_be_drawn(int width, int height)
    {
        DrawnScene scene = new DrawnSceneGenerator(new DrawnSceneOptions { Width = width, Height = height, Count = 2 }).Draw(1);
        Assert.True(scene.Image.HasSizeOf(scene.Truth) && scene.Truth.HasSizeOf(scene.Prediction) && scene.Truth.HasSizeOf(scene.Confidence));
        Assert.Equal((width, height), (scene.Image.Width, scene.Image.Height));
    }

    [Fact]
    public void Faulty_options_are_reported_together()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DrawnSceneGenerator(
            new DrawnSceneOptions { Count = 0, Width = 3, Noise = double.NaN, UnknownObjects = 2, Domain = (DrawnDomain)9 }));
        Assert.All(["count", "width", "noise", "unknown_objects", "domain"], key => Assert.Contains(key, error.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawnSceneGenerator(new DrawnSceneOptions { Count = 2 }).Draw(2));
    }

    private static double Accuracy(IEnumerable<DrawnScene> scenes)
    {
        long right = 0;
        long all = 0;
        foreach (DrawnScene scene in scenes)
        {
            for (int i = 0; i < scene.Truth.Pixels.Length; i++)
            {
                all += scene.Truth.Pixels[i] != LabelMap.Ignore ? 1 : 0;
                right += scene.Truth.Pixels[i] == scene.Prediction.Pixels[i] ? 1 : 0;
            }
        }

        return right / (double)all;
    }
}
