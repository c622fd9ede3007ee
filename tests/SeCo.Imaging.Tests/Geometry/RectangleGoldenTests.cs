using System.Text.Json;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Imaging.Geometry;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Geometry;

/// <summary>Rectangles and polygon offsets of the reference implementation (golden/psa/prompts): 1e-3 px, 1e-4 px, and exact bounds.</summary>
public sealed class RectangleGoldenTests
{
    [Fact]
    public void Rectangles_and_offsets_are_those_of_the_reference()
    {
        string root = SharedData.Require("golden/psa");
        int compared = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(root, "prompts"), "*.json"))
        {
            LabelMap labels = LabelPng.Read(Path.Combine(root, "label", Path.GetFileNameWithoutExtension(file) + ".png"));
            ComponentMap map = ConnectedComponents.Label(labels);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement instance in document.RootElement.GetProperty("instances").EnumerateArray())
            {
                (int first, _) = map.OfClass(instance.GetProperty("class_id").GetByte());
                int index = first + instance.GetProperty("instance").GetInt32() - 1;
                Assert.Equal(instance.GetProperty("pixel_count").GetInt32(), map.Components[index].Area);
                Assert.Equal(Numbers(instance.GetProperty("centroid")), [map.Components[index].Centroid.X, map.Components[index].Centroid.Y], Near(1e-9));
                if (instance.TryGetProperty("offset_distance", out JsonElement distance) && !instance.GetProperty("rect_ambiguous").GetBoolean())
                {
                    Compare(instance, distance.GetDouble(), MinimumAreaRectangle.Of(map.Runs(index)));
                    compared++;
                }
            }
        }

        Assert.True(compared > 200, $"only {compared} rectangles were compared");
    }

    private static void Compare(JsonElement instance, double distance, RotatedRectangle rectangle)
    {
        JsonElement expected = instance.GetProperty("min_area_rect");
        Assert.Equal(Numbers(expected.GetProperty("center")), [rectangle.Center.X, rectangle.Center.Y], Near(1e-3));
        Assert.Equal(Numbers(expected.GetProperty("size")).Order(), new[] { rectangle.Width, rectangle.Height }.Order(), Near(1e-3));

        ImagePoint[] corners = rectangle.Corners();
        if (rectangle.Area > 1e-9)
        {
            // Only the cycle is compared: which corner is called first is a matter of rounding at 45 degrees.
            Assert.All(instance.GetProperty("rect_points").EnumerateArray().Select(Numbers), p =>
                Assert.Contains(corners, c => Math.Abs(c.X - p[0]) < 1e-3 && Math.Abs(c.Y - p[1]) < 1e-3));
        }

        double own = rectangle.Area * 1.25 / rectangle.Perimeter;
        Assert.Equal(distance, own, 1e-4);

        ImagePoint[] snapped = [.. corners.Select(c => new ImagePoint(Math.Round(c.X, 3), Math.Round(c.Y, 3)))];
        Box? bounds = PolygonOffset.Bounds(snapped, own);
        if (instance.GetProperty("status").GetString() == "empty_box")
        {
            Assert.Null(bounds);
        }
        else if (!instance.GetProperty("fragile_corners").GetBoolean())
        {
            Box box = Assert.NotNull(bounds);
            Assert.Equal(Numbers(instance.GetProperty("expanded_bounds")), new double[] { box.X0, box.Y0, box.X1 - 1, box.Y1 - 1 });
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static Func<double, double, bool> Near(double tolerance) => (a, b) => Math.Abs(a - b) <= tolerance;
}
