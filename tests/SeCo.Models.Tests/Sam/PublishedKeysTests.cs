using System.Collections.Immutable;
using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Models.Tests.Sam;

/// <summary>Names and shapes of all published files: told by kind, and every tensor used or knowingly passed over.</summary>
public sealed class PublishedKeysTests : ModelTest
{
    [Theory]
    [InlineData("sam2", "sam2_")]
    [InlineData("hqsam", "hq_")]
    public void Every_tensor_of_every_published_file_has_its_place(string set, string before)
    {
        string[] files = Directory.GetFiles(SharedData.Require($"golden/{set}/real_keys"), "*.json");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            ShapesOnly published = new(json.RootElement.TryGetProperty("keys", out JsonElement keys)
                ? keys.EnumerateArray().Select(k => KeyValuePair.Create(k[0].GetString()!, Shape(k[1])))
                : json.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Shape(p.Value))));
            SamConfig config = SamCheckpoint.Recognise(published);
            Assert.Equal(before + Path.GetFileNameWithoutExtension(file), config.Name);
            ShapesOnly own = ShapesOnly.Of(config);
            string[] used = [.. published.Names.Where(n => !SamCheckpoint.IsPassedOver(n, config))];
            Assert.Equal(used.Order(StringComparer.Ordinal), own.Names.Order(StringComparer.Ordinal));
            Assert.All(used, name => Assert.Equal(published.Describe(name).Shape, own.Describe(name).Shape));
        }
    }

    [Fact]
    public void Without_the_files_each_kind_is_told_from_its_own_names_too()
    {
        Assert.All(SamConfig.Published, config => Assert.Same(config, SamCheckpoint.Recognise(ShapesOnly.Of(config, "module."))));
    }

    [Fact]
    public void A_Hiera_of_no_published_size_asks_for_its_architecture_and_a_part_is_named()
    {
        SamConfig odd = new() { ImageSize = 64, Vit = null, Hiera = new HieraConfig { Width = 8, Windows = [8, 4, 2, 2] } };
        string message = Assert.Throws<CheckpointException>(() => SamCheckpoint.Recognise(ShapesOnly.Of(odd))).Message;
        Assert.Contains("width 8 with stages of 1, 2, 7, 2 blocks cannot be told", message, StringComparison.Ordinal);
        ShapesOnly encoder = ShapesOnly.Of(odd).Without(n => !n.StartsWith("image_encoder.", StringComparison.Ordinal));
        message = Assert.Throws<CheckpointException>(() => SamCheckpoint.Recognise(encoder)).Message;
        Assert.Contains("there is no 'sam_prompt_encoder.*' and no 'sam_mask_decoder.*'", message, StringComparison.Ordinal);
    }

    private static ImmutableArray<long> Shape(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetInt64())];
}
