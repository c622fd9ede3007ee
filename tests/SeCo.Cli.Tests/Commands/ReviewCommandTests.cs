using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Labels;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

/// <summary><c>seco review</c> as the process that it is.</summary>
public sealed class ReviewCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task Answers_survive_a_kill_and_the_next_run_goes_on_with_them()
    {
        string folder = scenes.NewFolder(), reviews = Path.Combine(folder, "reviews");
        string[] call = ["review", scenes.Baseline, "--out", folder, "--verdict", "all", "--port", "0", "--name", "ann"];
        using (Process killed = Seco.Start(call))
        {
            await Answer(await Address(killed), 0, 1);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.Equal(1, await ImportedAnswers());
        using (Process again = Seco.Start(call))
        {
            string address = await Address(again);
            await Answer(address, 1, 2);
            using HttpClient client = Client(address);
            using HttpResponseMessage done = await client.PostAsJsonAsync("/api/finish", new JsonObject());
            Assert.Contains("correction.review=", await again.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
            await again.WaitForExitAsync();
            Assert.Equal((ExitCode.Done, string.Empty), (again.ExitCode, await again.StandardError.ReadToEndAsync()));
        }

        Assert.Equal(2, await ImportedAnswers());
        string run = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", run, "--set", $"correction.review={reviews}"))).Expect(ExitCode.Done);
        RegionVerdict?[] verdicts =
        [
            .. Directory.EnumerateFiles(Path.Combine(run, "correction", "verdicts"), "*.json", SearchOption.AllDirectories)
                .SelectMany(file => RegionFile.Read(file)).Select(region => region.Outcome?.Verdict),
        ];
        Assert.Equal(2, verdicts.Count(verdict => verdict == RegionVerdict.Reviewed));

        async Task<int> ImportedAnswers()
        {
            (await Seco.Run("labels", "import", Path.Combine(folder, "answers"), "--out", reviews)).Expect(ExitCode.Done);
            return Directory.EnumerateFiles(reviews, "*.json", SearchOption.AllDirectories)
                .Sum(file => ReviewFile.Read(file, ClassSet.Load(Path.Combine(scenes.Data, "classes.yaml"))).Count(review => review.IsWhole));
        }
    }

    [Fact]
    public async Task What_cannot_be_is_told()
    {
        (await Seco.Run("review", scenes.Data)).Expect(ExitCode.Failed).Says("no run whose labels are made");
        (await Seco.Run("review", scenes.Baseline, "--name", "a/b")).Expect(ExitCode.WrongUsage).Says("a/b");
        (await Seco.Run("review", scenes.Baseline, "--out", scenes.NewFolder(), "--min-pixels", "1000000")).Expect(ExitCode.Failed).Says("--min-pixels");
    }

    private static async Task<string> Address(Process review)
    {
        while (await review.StandardOutput.ReadLineAsync() is string line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException(await review.StandardError.ReadToEndAsync());
    }

    private static HttpClient Client(string address)
    {
        string[] parts = address.Split("/#token=");
        HttpClient client = new() { BaseAddress = new Uri(parts[0]) };
        client.DefaultRequestHeaders.Add("X-Review-Token", parts[1]);
        return client;
    }

    private static async Task Answer(string address, int number, int label)
    {
        using HttpClient client = Client(address);
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/answer", new JsonObject { ["page"] = "p", ["by"] = "ann", ["number"] = number, ["label"] = label, ["alike"] = new JsonArray() });
        answer.EnsureSuccessStatusCode();
    }
}
