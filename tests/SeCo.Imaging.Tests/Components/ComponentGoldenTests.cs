using System.Text.Json;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Components;

/// <summary>Region files of the reference implementation (golden/scc/ins_mask): OpenCV's order, COCO's run lengths. Exact.</summary>
public sealed class ComponentGoldenTests
{
    [Fact]
    public void Regions_come_in_the_order_of_the_reference_with_its_masks()
    {
        string root = SharedData.Require("golden/scc/ins_mask");
        string[] files = Directory.GetFiles(Path.Combine(root, "json"), "*.json");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            LabelMap labels = LabelPng.Read(Path.Combine(root, "label", Path.GetFileNameWithoutExtension(file) + ".png"));
            ComponentMap map = ConnectedComponents.Label(labels, ComponentOrder.FirstBlock);
            IReadOnlyList<RunLengthMask> masks = map.ToRunLengthMasks();
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));

            Assert.Equal(document.RootElement.GetArrayLength(), map.Components.Count);
            int i = 0;
            foreach (JsonElement region in document.RootElement.EnumerateArray())
            {
                Component component = map.Components[i];
                Box box = component.Bounds;
                Assert.Equal(region.GetProperty("category_id").GetInt32(), component.Label);
                Assert.Equal(region.GetProperty("area").GetInt32(), component.Area);
                Assert.Equal(region.GetProperty("bbox").EnumerateArray().Select(v => (int)v.GetDouble()), [box.X0, box.Y0, box.Width, box.Height]);
                Assert.Equal(region.GetProperty("segmentation").GetProperty("counts").GetString(), masks[i].ToCompressedString());
                i++;
            }
        }
    }
}
