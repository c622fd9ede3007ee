using SeCo.Prediction;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class PredictingModelTests
{
    [Fact]
    public void A_run_folder_stands_for_the_best_weights_of_its_last_round_else_the_last_ones()
    {
        using TempFolder folder = new();
        Assert.Contains("adaptation/best.safetensors", Refusal(folder.Path), StringComparison.Ordinal);
        string[] better =
            ["adaptation/last.safetensors", "adaptation/best.safetensors", "round-9/adaptation/last.safetensors", "round-10/adaptation/best.safetensors"];
        foreach (string next in better)
        {
            string file = Path.Combine([folder.Path, .. next.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "weights");
            Assert.Equal(file, PredictingModel.FileOf(folder.Path));
        }

        Assert.Equal(folder["adaptation/best.safetensors"], PredictingModel.FileOf(folder["adaptation"]));
        Assert.Contains("no such file of weights", Refusal(folder["elsewhere"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_safetensors_says_nothing_of_itself()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.pth"], "PK and more");
        Assert.Null(PredictingModel.NotesOf(folder["a.pth"]));
    }

    private static string Refusal(string weights) => Assert.Throws<FileNotFoundException>(() => PredictingModel.FileOf(weights)).Message;
}
