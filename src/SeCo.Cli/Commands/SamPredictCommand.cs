using SeCo.Checkpoints;
using SeCo.Imaging.Codecs;

namespace SeCo.Cli.Commands;

/// <summary><c>seco sam predict</c>: answers to prompts about one image.</summary>
internal static class SamPredictCommand
{
    private static readonly Option<string> Image = CommonOptions.Required("--image", "The image: PNG, JPEG, TIFF or WebP.", "FILE");

    private static readonly Option<string[]> Box = new("--box")
    {
        Description = "A box around the thing, in pixels from the top-left corner. Several boxes are several prompts, one each.",
        HelpName = "x0,y0,x1,y1",
    };

    private static readonly Option<string[]> Point = new("--point")
    {
        Description = "A point on the thing (1) or beside it (0). All points, and the box where there is one, are one prompt.",
        HelpName = "x,y,1|0",
    };

    private static readonly Option<string?> MaskInput = CommonOptions.Optional<string?>(
        "--mask-input", "A rough mask as part of the prompt: low-resolution logits, as --logits or the official predictor give them.", "NPY");

    private static readonly Option<bool> Multimask = CommonOptions.Flag(
        "--multimask", "Three masks for each prompt, for a prompt that can mean several things; else one. HQ-SAM: the best of three.");

    private static readonly Option<bool> Logits = CommonOptions.Flag(
        "--logits", "Also write the low-resolution logits of each mask, ID.npy, to be given as --mask-input later.");

    private static readonly Option<bool> HighQualityOnly = CommonOptions.Flag(
        "--hq-token-only", "HQ-SAM: its fine mask alone, in the place of the sum with SAM's; for clear prompts.");

    private static readonly Option<int> HoleArea = CommonOptions.WithDefault(
        "--max-hole-area", 0, "Fill holes of at most so many low-resolution pixels.", "N");

    private static readonly Option<int> IslandArea = CommonOptions.WithDefault(
        "--max-sprinkle-area", 0, "Remove islands of at most so many low-resolution pixels.", "N");

    private static readonly Option<string> Out = CommonOptions.Out("Folder for predict.json and a PNG for each mask, ID.png.");

    public static Command Create() => CommonOptions.Command("predict", """
        Answer prompts about one image with Segment Anything.

        The folder gets 0.png, 1.png… (255 inside, 0 outside) and predict.json: for each mask its run lengths, box, and the IoU that the model predicts
        for it. Coordinates are pixels of the image, as the official predictor takes them.

          seco sam predict --weights sam_vit_b.pth --image street.jpg --box 75,40,270,220 --point 150,120,1 --out masks
          seco sam predict --weights sam_vit_b.pth --image street.jpg --box 75,40,270,220 --box 300,60,420,240 --out masks
        """, [.. SamModelArguments.All, Image, Box, Point, MaskInput, Multimask, HighQualityOnly, HoleArea, IslandArea, Logits, Out, CommonOptions.Json], Run);

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        SamModelFile file = SamModelArguments.Read(parsed);
        IReadOnlyList<SamPrompt> prompts = SamPromptArguments.Read(parsed.GetValue(Box) ?? [], parsed.GetValue(Point) ?? [], parsed.GetValue(MaskInput));
        string output = parsed.GetRequiredValue(Out), path = parsed.GetRequiredValue(Image);
        if (File.Exists(output))
        {
            throw new UsageException($"--out {output}: is a file, expected a folder.");
        }

        using IDisposable alone = OutputFolder.Take(output);
        RgbImage image = RgbImageFile.Read(path);
        parsed.Mind(DatasetCheck.TurnedImages([path]));
        SamPredictor.Check(prompts, image, SamModelArguments.Check(file, parsed));
        IReadOnlyList<IReadOnlyList<SamMask>> answers;
        using (SamModel model = file.Load())
        {
            cancellationToken.ThrowIfCancellationRequested();
            SamPredictor predictor = new(model)
            {
                HighQualityOnly = parsed.GetValue(HighQualityOnly),
                Cleaning = new SmallAreas(parsed.GetValue(HoleArea), parsed.GetValue(IslandArea)),
            };
            using SamImage seen = predictor.Open(image);
            cancellationToken.ThrowIfCancellationRequested();
            answers = seen.Predict(prompts, parsed.GetValue(Multimask), cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        SamMask[] masks = [.. answers.SelectMany(a => a)];
        for (int i = 0; i < masks.Length; i++)
        {
            MaskPng.Write(Path.Combine(output, NameOf(i, "png")), masks[i].Mask);
            if (parsed.GetValue(Logits))
            {
                int side = (int)Math.Sqrt(masks[i].LowResolutionLogits.Length);
                NpyFile.Write(Path.Combine(output, NameOf(i, "npy")), masks[i].LowResolutionLogits, 1, side, side);
            }
        }

        string json = Path.Combine(output, "predict.json");
        SamAnswerFile.Write(json, Path.GetFileName(path), image.Width, image.Height, prompts, answers, i => NameOf(i, "png"));
        Show(parsed, answers, json);
        return ExitCode.Done;
    }

    private static string NameOf(int mask, string ending) => $"{mask}.{ending}";

    private static void Show(ParseResult parsed, IReadOnlyList<IReadOnlyList<SamMask>> answers, string json)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            parsed.Output.WriteLine(File.ReadAllText(json));
        }
        else if (!parsed.Quiet)
        {
            Table table = Tables.Plain()
                .AddColumn("mask").AddColumn("prompt").AddColumn(Tables.Right("pixels")).AddColumn(Tables.Right("predicted IoU")).AddColumn("box");
            foreach ((SamMask mask, int prompt) in answers.SelectMany((masks, prompt) => masks.Select(mask => (mask, prompt))))
            {
                Box box = mask.Bounds;
                table.AddRow(
                    NameOf(table.Rows.Count, "png"), Tables.Number(prompt), Tables.Number(mask.Area),
                    mask.PredictedIou.ToString("0.000", CultureInfo.InvariantCulture),
                    mask.Area == 0 ? "empty" : $"{box.X0},{box.Y0},{box.X1},{box.Y1}");
            }

            Tables.Write(parsed.Output, table);
            parsed.Output.WriteLine($"Masks: {json}");
        }
    }
}
