using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SamInfoCommandTests
{
    [Fact]
    public async Task A_file_is_told_by_kind_and_size_and_one_of_no_known_kind_by_what_it_lacks()
    {
        using TempFolder folder = new();
        string weights = SmallSam.WriteWeights(folder["small.pth"]);
        string text = (await Seco.Run("sam", "info", weights)).Expect(ExitCode.Done).Output;
        Assert.All((string[])["SAM 1, custom", "parameters in float32", "images of 64 x 64"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        JsonNode json = JsonNode.Parse((await Seco.Run("sam", "info", weights, "--json")).Expect(ExitCode.Done).Output)!;
        Assert.Equal(("SAM 1", 64), ((string)json["family"]!, (int)json["image_size"]!));
        File.Copy(weights, folder["sam_vit_b_01ec64.pth"]);
        (await Seco.Run("sam", "info", folder["sam_vit_b_01ec64.pth"])).Expect(ExitCode.Failed).Says("the download is damaged");
        File.Copy(weights, folder["sam_vit_b_251130.pth"]);
        (await Seco.Run("sam", "info", folder["sam_vit_b_251130.pth"])).Expect(ExitCode.Done);
        File.WriteAllText(folder["text.pth"], "no weights");
        (await Seco.Run("sam", "info", folder["text.pth"])).Expect(ExitCode.Failed).Says("text.pth");
        (await Seco.Run("sam", "info")).Expect(ExitCode.WrongUsage);
    }

    [Theory]
    [InlineData("sam2", "SAM 2", ".pt")]
    [InlineData("hqsam/vit", "HQ-SAM", ".pth")]
    public async Task All_kinds_answer_prompts_and_give_all_masks_without_being_named(string set, string family, string ending)
    {
        string golden = SharedData.Require($"golden/{set}");
        using TempFolder folder = new();
        string weights = Directory.GetFiles(golden, "*" + ending).Single();
        string image = Directory.GetFiles(SharedData.Require($"golden/{set.Split('/')[0]}/images"))[0];
        string[] model = ["--weights", weights, "--arch", Path.Combine(golden, "config.json"), "--device", "cpu", "--threads", "1"];
        string told = (await Seco.Run("sam", "info", weights, "--arch", Path.Combine(golden, "config.json"))).Expect(ExitCode.Done).Output;
        Assert.StartsWith(family, told, StringComparison.Ordinal);
        (await Seco.Run(["sam", "predict", .. model, "--image", image, "--box", "5,5,60,60", "--logits", "--out", folder["one"]])).Expect(ExitCode.Done);
        Assert.True(File.Exists(folder["one/0.png"]));
        string[] few = ["--points-per-side", "3", "--pred-iou-thresh", "0", "--use-m2m"];
        (await Seco.Run(["sam", "generate", .. model, "--image", image, .. few, "--out", folder["all"]])).Expect(ExitCode.Done);
        Assert.Contains("\"segmentation\"", File.ReadAllText(Directory.GetFiles(folder["all"], "*.json").Single()), StringComparison.Ordinal);
    }
}
